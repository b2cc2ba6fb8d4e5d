#!/usr/bin/env python
"""命令入口：.venv/bin/python manage.py 命令名。"""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "selfeval.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("没有找到 Django。请先运行 make setup，再用 .venv/bin/python manage.py … 。")
    from selfeval.environment import SettingError

    try:
        execute_from_command_line(sys.argv)
    except SettingError as fault:
        sys.exit(f"配置有误：{fault}")


if __name__ == "__main__":
    main()
