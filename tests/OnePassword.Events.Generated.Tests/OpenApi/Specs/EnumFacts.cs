namespace OnePassword.Events.Generated.Tests.OpenApi.Specs;

/// <summary>The values that 1Password documents, copied from its reference by hand, not from our files.</summary>
internal static class EnumFacts
{
    public static readonly IReadOnlyDictionary<string, string[]> Shared = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["AuditEventAction"] =
        [
            "activate", "update", "delete", "convert", "enblduo", "updatduo", "disblduo", "rdmchild", "detchild", "dlgsess",
            "create", "deolddev", "dealldev", "reauth", "begin", "complete", "propose", "updatfw", "join", "leave", "role",
            "purge", "view", "export", "replace", "grant", "revoke", "share", "delshare", "uisas", "enblmfa", "updatmfa",
            "disblmfa", "musercom", "muserdec", "sendpkg", "resendts", "prsndall", "trename", "tverify", "trevoke", "ssotknv",
            "enblsso", "disblsso", "chngpsso", "chngasso", "chngdsso", "delgsso", "addgsso", "cancel", "hide", "unhide",
            "upguest", "verify", "reactive", "suspend", "beginr", "provsn", "sendts", "unknown", "completr", "cancelr",
            "trvlaway", "trvlback", "changeks", "changemp", "changesk", "changenm", "changela", "tdvcsso", "sdvcsso", "patch",
            "updatea", "vrfydmn", "uvrfydmn", "dvrfydmn", "expire", "launchi", "unlink",
        ],
        ["AuditEventObjectType"] =
        [
            "account", "user", "device", "group", "gm", "vault", "item", "items", "itemhist", "vaultkey", "template", "uva",
            "gva", "invite", "ec", "miguser", "sso", "sub", "card", "pm", "slackapp", "file", "famchild", "sa", "satoken",
            "dlgdsess", "ssotkn", "report", "cred", "mngdacc",
        ],
        ["ItemUsageAction"] =
        [
            "fill", "select-sso-provider", "enter-item-edit-mode", "export", "share", "secure-copy", "reveal", "server-create",
            "server-update", "server-fetch", "other",
        ],
        ["SignInAttemptCategory"] =
        [
            "success", "credentials_failed", "mfa_failed", "sso_failed", "modern_version_failed", "firewall_failed",
            "firewall_reported_success",
        ],
        ["SignInAttemptType"] =
        [
            "credentials_ok", "mfa_ok", "password_secret_bad", "mfa_missing", "totp_disabled", "totp_bad", "totp_timeout",
            "u2f_disabled", "u2f_bad", "u2f_timout", "u2f_timeout", "duo_disabled", "duo_bad", "duo_timeout", "duo_native_bad",
            "service_account_sso_denied", "non_sso_user", "sso_user_mismatch", "platform_secret_disabled",
            "platform_secret_bad", "platform_secret_proxy", "code_disabled", "code_bad", "code_timeout", "ip_blocked",
            "continent_blocked", "country_blocked", "anonymous_blocked", "all_blocked", "modern_version_missing",
            "modern_version_old", "federated",
        ],
    };

    public static readonly IReadOnlyDictionary<string, string[]> OnlyV2 = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["AuditEventActorType"] = ["user", "external_user"],
        ["UserType"] = ["user", "external_user"],
    };

    public static IReadOnlyDictionary<string, string[]> Of(Spec spec) =>
        spec == Spec.V1 ? Shared : Shared.Concat(OnlyV2).ToDictionary(StringComparer.Ordinal);
}
