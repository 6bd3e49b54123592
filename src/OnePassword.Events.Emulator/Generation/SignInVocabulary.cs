namespace OnePassword.Events.Emulator.Generation;

/// <summary>All documented sign-in categories and types, with both spellings of the U2F timeout.</summary>
internal static class SignInVocabulary
{
    private static readonly SignInKind CredentialsOk = new("success", "credentials_ok");
    private static readonly SignInKind MfaOk = new("success", "mfa_ok");
    private static readonly SignInKind PasswordBad = new("credentials_failed", "password_secret_bad");

    public static IReadOnlyList<SignInKind> All { get; } =
    [
        CredentialsOk, MfaOk, new("success", "federated"),
        PasswordBad,
        .. Each("mfa_failed", "mfa_missing", "totp_disabled", "totp_bad", "totp_timeout"),
        .. Each("mfa_failed", "u2f_disabled", "u2f_bad", "u2f_timout", "u2f_timeout"),
        .. Each("mfa_failed", "duo_disabled", "duo_bad", "duo_timeout", "duo_native_bad"),
        .. Each("mfa_failed", "platform_secret_disabled", "platform_secret_bad", "platform_secret_proxy"),
        .. Each("mfa_failed", "code_disabled", "code_bad", "code_timeout"),
        .. Each("sso_failed", "service_account_sso_denied", "non_sso_user", "sso_user_mismatch"),
        new("firewall_failed", "ip_blocked", FirewallRule.Ip),
        new("firewall_failed", "continent_blocked", FirewallRule.Continent),
        new("firewall_failed", "country_blocked", FirewallRule.Country),
        .. Each("firewall_failed", "anonymous_blocked", "all_blocked"),
        new("firewall_reported_success", "ip_blocked", FirewallRule.Ip),
        new("firewall_reported_success", "continent_blocked", FirewallRule.Continent),
        new("firewall_reported_success", "country_blocked", FirewallRule.Country),
        .. Each("modern_version_failed", "modern_version_missing", "modern_version_old"),
    ];

    /// <summary>Gets the kinds of most events: successful sign-ins.</summary>
    public static IReadOnlyList<SignInKind> Common { get; } =
        [.. Enumerable.Repeat(CredentialsOk, 10), .. Enumerable.Repeat(MfaOk, 8), PasswordBad];

    /// <summary>Gets kinds that are not in any specification.</summary>
    public static IReadOnlyList<SignInKind> Unknown { get; } =
        [new("success", "telepathy_ok"), new("risk_failed", "impossible_travel", FirewallRule.Country)];

    private static IEnumerable<SignInKind> Each(string category, params IEnumerable<string> types) =>
        types.Select(type => new SignInKind(category, type));
}
