using System.Net;

namespace OnePassword.Events.Formats;

/// <summary>Recognizes the IP addresses that destinations accept.</summary>
internal static class IpText
{
    private const int MaxLength = 40; // OCSF: ip_t.

    /// <summary>Returns whether a value is an IP address in its usual text, without a zone or a port.</summary>
    public static bool IsIp(JsonField field)
    {
        Span<char> text = stackalloc char[MaxLength];
        if (!field.TryDecode(text, out var length) || text[..length].IndexOfAny("%[/") >= 0
            || !IPAddress.TryParse(text[..length], out var address))
            return false;
        // .NET also accepts 1, 1.2 and 0x7f.0.0.1 as IPv4.
        Span<char> usual = stackalloc char[MaxLength];
        return text[..length].Contains(':')
            || (address.TryFormat(usual, out var written) && usual[..written].SequenceEqual(text[..length]));
    }
}
