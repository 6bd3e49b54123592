using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OnePassword.Events.Destinations.Syslog;

/// <summary>
/// Writes an event in the Common Event Format. The key <c>cs6</c> has the whole event, with fields that are not known yet.
/// </summary>
internal static class CefMessage
{
    public static void Write(
        in RawEvent rawEvent, EventFields fields, SyslogSeverity severity, EventOrigin origin, ArrayBufferWriter<byte> message)
    {
        var action = fields.Code(origin) ?? "unknown";
        Append(message, string.Create(
            CultureInfo.InvariantCulture,
            $"CEF:0|1Password|Events API|{Header(origin.ApiVersion)}|{Header(action)}|"));
        Append(message, string.Create(
            CultureInfo.InvariantCulture, $"{Header(NameOf(fields, origin, action))}|{severity.Cef}|"));

        var separator = "";
        if (rawEvent.TryGetTimestamp(out var time))
            Key("rt", time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        Key("externalId", rawEvent.Uuid);
        Key("act", action);
        Key("outcome", fields.IsSuccess(origin) switch { true => "success", false => "failure", null => null });
        Key("reason", fields["type"]);
        Key("suid", fields["actor_uuid"] ?? fields["user.uuid"] ?? fields["target_user.uuid"]);
        Key("suser", fields["actor_details.email"] ?? fields["user.email"] ?? fields["target_user.email"]);
        Key("duid", fields["object_uuid"] ?? fields["item_uuid"]);
        Key("duser", fields["object_details.email"]);
        Address(fields["session.ip"] ?? fields["client.ip_address"]);
        Key("sourceServiceName", fields["client.app_name"]);
        Key("deviceExternalId", fields["account_uuid"] ?? origin.AccountUuid ?? origin.Account);
        Custom(1, "feed", origin.Feed);
        Custom(2, "objectType", fields["object_type"]);
        Custom(3, "vault", fields["vault_uuid"]);
        Custom(4, "aux", fields["aux_uuid"] ?? fields["aux_info"]);
        Custom(5, "session", fields["session.uuid"] ?? fields["session_uuid"]);
        var line = new ArrayBufferWriter<byte>(rawEvent.Json.Length);
        rawEvent.Write(line);
        Custom(6, "event", Encoding.UTF8.GetString(line.WrittenSpan));

        void Key(string key, string? value)
        {
            if (value is null)
                return;
            Append(message, $"{separator}{key}={Value(value)}");
            separator = " ";
        }

        void Custom(int number, string label, string? value)
        {
            if (value is null)
                return;
            Key(FormattableString.Invariant($"cs{number}Label"), label);
            Key(FormattableString.Invariant($"cs{number}"), value);
        }

        // The key src holds only IPv4.
        void Address(string? ip)
        {
            var isIPv6 = IPAddress.TryParse(ip, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
            Key("c6a2Label", isIPv6 ? "Source IPv6 Address" : null);
            Key(isIPv6 ? "c6a2" : "src", address is null ? null : ip);
        }
    }

    private static string NameOf(EventFields fields, EventOrigin origin, string action) => origin.Feed switch
    {
        FeedNames.SignInAttempts => $"Sign-in {action}",
        FeedNames.ItemUsages => $"Item usage {action}",
        _ => fields["object_type"] is { } type ? $"{type} {action}" : action,
    };

    private static string Header(string text) => Printable(text.ReplaceLineEndings(" "))
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    private static string Value(string text) => Printable(text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal));

    // Receivers end a message at NUL. The event in cs6 has the escape of the API.
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    private static void Append(ArrayBufferWriter<byte> message, string text) => Encoding.UTF8.GetBytes(text, message);
}
