"""Addresses. Words that are fixed come before the pages of a filing, whose codes come from its framework."""

from django.contrib import admin
from django.urls import path

from selfeval.web.views import accounts, documents, filing, health, review, sign, steps, workspace

urlpatterns = [
    path("", workspace.workspace, name="workspace"),
    path("login/", accounts.SignIn.as_view(), name="login"),
    path("logout/", accounts.SignOut.as_view(), name="logout"),
    path("password/", accounts.ChangePassword.as_view(), name="password"),
    path("healthz", health.healthz, name="healthz"),
    path("filings/<uuid:public_id>/", filing.open_filing, name="filing"),
    path("filings/<uuid:public_id>/send/", steps.send, name="filing-send"),
    path("filings/<uuid:public_id>/take-back/", steps.take_back, name="filing-take-back"),
    path("filings/<uuid:public_id>/withdraw/", steps.withdraw, name="filing-withdraw"),
    path("filings/<uuid:public_id>/sign/", sign.sign, name="filing-sign"),
    path("filings/<uuid:public_id>/review/", review.review, name="filing-review"),
    path("filings/<uuid:public_id>/return/", review.send_back, name="filing-return"),
    path("filings/<uuid:public_id>/finalise/", review.finalise, name="filing-finalise"),
    path("filings/<uuid:public_id>/form/", documents.form_page, name="filing-form"),
    path("filings/<uuid:public_id>/form.pdf", documents.form_pdf, name="filing-pdf"),
    path("filings/<uuid:public_id>/form.xlsx", documents.form_xlsx, name="filing-xlsx"),
    path("filings/<uuid:public_id>/<slug:code>/", filing.section, name="filing-section"),
    path("admin/", admin.site.urls),
]
