"""Addresses. The fixed words of a filing have a hyphen or a dot, which no page code of a framework can have."""

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
    path("filings/<uuid:public_id>/send-for-signature/", steps.send, name="filing-send"),
    path("filings/<uuid:public_id>/take-back/", steps.take_back, name="filing-take-back"),
    path("filings/<uuid:public_id>/withdraw-submission/", steps.withdraw, name="filing-withdraw"),
    path("filings/<uuid:public_id>/sign-off/", sign.sign, name="filing-sign"),
    path("filings/<uuid:public_id>/bureau-review/", review.review, name="filing-review"),
    path("filings/<uuid:public_id>/return-for-revision/", review.send_back, name="filing-return"),
    path("filings/<uuid:public_id>/finalise-filing/", review.finalise, name="filing-finalise"),
    path("filings/<uuid:public_id>/official-form/", documents.form_page, name="filing-form"),
    path("filings/<uuid:public_id>/form.pdf", documents.form_pdf, name="filing-pdf"),
    path("filings/<uuid:public_id>/form.xlsx", documents.form_xlsx, name="filing-xlsx"),
    path("filings/<uuid:public_id>/<slug:code>/", filing.section, name="filing-section"),
    path("admin/", admin.site.urls),
]
