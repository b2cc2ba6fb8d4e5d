"""部门整体支出绩效自评：填报、审核和正式文件。分层见 docs 与 pyproject.toml 中的约束。"""
