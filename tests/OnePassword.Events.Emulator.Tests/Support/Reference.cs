using System.Globalization;
using System.Text.Json;

namespace OnePassword.Events.Emulator.Tests.Support;

/// <summary>The fields and enum values of the API reference, independent of the emulator.</summary>
internal static class Reference
{
    public static readonly string[] AuditActions = Words("""
        activate update delete convert enblduo updatduo disblduo rdmchild detchild dlgsess create deolddev dealldev
        reauth begin complete propose updatfw join leave role purge view export replace grant revoke share delshare
        uisas enblmfa updatmfa disblmfa musercom muserdec sendpkg resendts prsndall trename tverify trevoke ssotknv
        enblsso disblsso chngpsso chngasso chngdsso delgsso addgsso cancel hide unhide upguest verify reactive suspend
        beginr provsn sendts unknown completr cancelr trvlaway trvlback changeks changemp changesk changenm changela
        tdvcsso sdvcsso patch updatea vrfydmn uvrfydmn dvrfydmn expire launchi unlink
        """);

    public static readonly string[] ObjectTypes = Words("""
        account user device group gm vault item items itemhist vaultkey template uva gva invite ec miguser sso sub
        card pm slackapp file famchild sa satoken dlgdsess ssotkn report cred mngdacc
        """);

    public static readonly string[] UserTypes = ["user", "external_user"];

    public static readonly string[] ItemActions = Words("""
        fill select-sso-provider enter-item-edit-mode export share secure-copy reveal server-create server-update
        server-fetch other
        """);

    public static readonly string[] Categories = Words("""
        success credentials_failed mfa_failed sso_failed modern_version_failed firewall_failed
        firewall_reported_success
        """);

    public static readonly string[] SignInTypes = Words("""
        credentials_ok mfa_ok password_secret_bad mfa_missing totp_disabled totp_bad totp_timeout u2f_disabled u2f_bad
        u2f_timout u2f_timeout duo_disabled duo_bad duo_timeout duo_native_bad service_account_sso_denied non_sso_user
        sso_user_mismatch platform_secret_disabled platform_secret_bad platform_secret_proxy code_disabled code_bad
        code_timeout ip_blocked continent_blocked country_blocked anonymous_blocked all_blocked modern_version_missing
        modern_version_old federated
        """);

    private const string Location = """
        location location.country location.region location.city location.longitude location.latitude
        """;

    private const string Client = """
        client client.app_name client.app_version client.platform_name client.platform_version client.os_name
        client.os_version client.ip_address
        """;

    private const string AuditV1 = """
        uuid timestamp actor_uuid actor_details actor_details.uuid actor_details.name actor_details.email action
        object_type object_uuid object_details object_details.uuid object_details.name object_details.email aux_id
        aux_uuid aux_details aux_details.uuid aux_details.name aux_details.email aux_info session session.uuid
        session.login_time session.device_uuid session.ip
        """ + " " + Location;

    private const string UsageV1 = """
        uuid timestamp used_version vault_uuid item_uuid action user user.uuid user.name user.email
        """ + " " + Client + " " + Location;

    private const string SignInV1 = """
        uuid session_uuid timestamp category type country details details.value target_user target_user.uuid
        target_user.name target_user.email
        """ + " " + Client + " " + Location;

    /// <summary>Returns every field in the reference of the path; a nested field has the name of its parent.</summary>
    public static string[] FieldsOf(string path) => Words(path switch
    {
        "api/v1/auditevents" => AuditV1,
        "api/v2/auditevents" => AuditV1 + " actor_type actor_account_uuid account_uuid",
        "api/v1/itemusages" => UsageV1,
        "api/v2/itemusages" => UsageV1 + " user.user_type user.user_account_uuid account_uuid",
        "api/v1/signinattempts" => SignInV1,
        "api/v2/signinattempts" =>
            SignInV1 + " target_user.user_type target_user.user_account_uuid target_user.type account_uuid",
        _ => throw new ArgumentOutOfRangeException(nameof(path)),
    });

    /// <summary>Returns every field of an event.</summary>
    public static IEnumerable<string> FieldsIn(JsonElement json, string parent = "") => json.ValueKind == JsonValueKind.Object
        ? json.EnumerateObject()
            .SelectMany(member => FieldsIn(member.Value, $"{parent}{member.Name}.").Prepend(parent + member.Name))
        : [];

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public static string TimestampOf(JsonElement json) => json.GetProperty("timestamp").GetString()!;

    /// <summary>Returns a timestamp in nanoseconds since 1970.</summary>
    public static long Nanoseconds(string timestamp)
    {
        var fraction = timestamp.Length > 20 ? timestamp[20..^1].PadRight(9, '0') : "0";
        var seconds = DateTimeOffset.ParseExact(
            timestamp[..19], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return (seconds.ToUnixTimeSeconds() * 1_000_000_000) + long.Parse(fraction, CultureInfo.InvariantCulture);
    }

    public static long Nanoseconds(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
}
