using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OnePassword.Events.Testing.Storage;

/// <summary>The signature of a request, as a service of AWS checks it.</summary>
internal sealed class AwsSignature
{
    private readonly ServiceRequest _request;
    private readonly Dictionary<string, string> _fields;
    private readonly string _time;
    private readonly string _scope;

    private AwsSignature(ServiceRequest request, Dictionary<string, string> fields, string time, DateTimeOffset signedAt)
    {
        (_request, _fields, _time, SignedAt) = (request, fields, time, signedAt);
        var credential = fields.GetValueOrDefault("Credential", "").Split('/', 2);
        (AccessKeyId, _scope) = (credential[0], credential.ElementAtOrDefault(1) ?? "");
    }

    public string AccessKeyId { get; }

    public DateTimeOffset SignedAt { get; }

    /// <summary>Returns the signature; null if the request has none.</summary>
    public static AwsSignature? Of(ServiceRequest request)
    {
        var fields = (request.Header("Authorization") ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
            .Where(field => field.Contains('=')).Select(field => field.Split('=', 2))
            .ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
        var time = request.Header("x-amz-date") ?? "";
        return fields.Count > 0 && DateTimeOffset.TryParseExact(
            time, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt)
            ? new AwsSignature(request, fields, time, signedAt) : null;
    }

    public bool HasScope(string region, string service) => _scope == $"{_time[..8]}/{region}/{service}/aws4_request";

    /// <summary>Returns whether the signature is that of the key, and covers all headers that it must cover.</summary>
    public bool IsValid(string secret)
    {
        var signed = _fields.GetValueOrDefault("SignedHeaders", "").Split(';');
        var required = _request.Headers.Keys.Select(name => name.ToLowerInvariant())
            .Where(name => name is "host" or "if-none-match" || name.StartsWith("x-amz-", StringComparison.Ordinal));
        return !required.Except(signed, StringComparer.Ordinal).Any() && _fields["Signature"] == Expected(signed, secret);
    }

    private string Expected(string[] signed, string secret)
    {
        var path = string.Concat(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(_request.RawPath)).Select(Encoded));
        var lines = string.Concat(signed.Select(name => $"{name}:{_request.Header(name)!.Trim()}\n"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(_request.Body));
        var canonical = $"{_request.Method}\n{path}\n\n{lines}\n{string.Join(';', signed)}\n{hash}";
        var text = $"AWS4-HMAC-SHA256\n{_time}\n{_scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = _scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), Hmac);
        return Convert.ToHexStringLower(Hmac(key, text));
    }

    private static string Encoded(byte one) => char.IsAsciiLetterOrDigit((char)one) || "-._~/".Contains((char)one, StringComparison.Ordinal)
        ? ((char)one).ToString() : string.Create(CultureInfo.InvariantCulture, $"%{one:X2}");

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
