using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OnePassword.Events.ObjectStorage.S3;

/// <summary>Signature Version 4 of AWS, in the header Authorization.</summary>
internal static class S3Signature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Encodes a key for the path of a request, as the signature requires.</summary>
    public static string EncodePath(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Signs a request. No header may be added after it.</summary>
    public static void Sign(
        HttpRequestMessage request, S3Keys keys, string region, ReadOnlySpan<byte> body, DateTimeOffset now,
        string service = "s3")
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var hash = Hex(SHA256.HashData(body));
        request.Headers.Host = request.RequestUri!.IsDefaultPort ? request.RequestUri.Host : request.RequestUri.Authority;
        request.Headers.Add("x-amz-date", time);
        request.Headers.Add("x-amz-content-sha256", hash);
        if (keys.SessionToken is { } token)
            request.Headers.Add("x-amz-security-token", token);
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var (canonical, signed) = Canonical(request, hash);
        var text = $"{Algorithm}\n{time}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + keys.SecretAccessKey);
        foreach (var part in scope.Split('/'))
            key = Hmac(key, part);
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{Algorithm} Credential={keys.AccessKeyId}/{scope},SignedHeaders={signed},Signature={Hex(Hmac(key, text))}");
    }

    private static (string Request, string SignedHeaders) Canonical(HttpRequestMessage request, string hash)
    {
        var all = request.Content is { } content ? request.Headers.Concat(content.Headers) : request.Headers;
        var headers = all.Select(header => (Name: header.Key.ToLowerInvariant(), Value: string.Join(',', header.Value).Trim()))
            .Where(header => header.Name is "host" or "if-none-match" or "content-md5" or "content-type"
                || header.Name.StartsWith("x-amz-", StringComparison.Ordinal))
            .OrderBy(header => header.Name, StringComparer.Ordinal).ToList();
        var signed = string.Join(';', headers.Select(header => header.Name));
        var lines = string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n"));
        return ($"{request.Method}\n{request.RequestUri!.AbsolutePath}\n\n{lines}\n{signed}\n{hash}", signed);
    }

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
