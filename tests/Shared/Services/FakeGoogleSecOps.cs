using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace OnePassword.Events.Testing.Services;

/// <summary>A fake ingestion API of Google SecOps, and the endpoint that exchanges signed tokens.</summary>
internal sealed class FakeGoogleSecOps : FakeService
{
    public const string CustomerId = "01234567-89ab-cdef-0123-456789abcdef";

    private readonly RSA _key = RSA.Create(2048);
    private readonly List<(string Type, string Text)> _logs = [];

    /// <summary>The access token that is valid now. Requests with another one receive 401.</summary>
    public string AccessToken { get; set; } = "token-1";

    /// <summary>The lifetime of an access token, in seconds.</summary>
    public int Lifetime { get; set; } = 3_599;

    /// <summary>The logs, in order, with repetitions.</summary>
    public IReadOnlyList<(string Type, string Text)> Logs => [.. _logs];

    /// <summary>The JSON key of the service account.</summary>
    public string ServiceAccount => JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["type"] = "service_account",
        ["client_email"] = "collector@project.iam.gserviceaccount.com",
        ["private_key"] = _key.ExportPkcs8PrivateKeyPem(),
        ["token_uri"] = new Uri(Url, "token").ToString(),
    });

    public static async Task<FakeGoogleSecOps> StartAsync()
    {
        var service = new FakeGoogleSecOps();
        await service.StartAsync(port: 0);
        return service;
    }

    protected override ServiceReply Process(ServiceRequest request) => request switch
    {
        { Method: "POST", Path: "/token" } => Exchange(request),
        { Method: "POST", Path: "/v2/unstructuredlogentries:batchCreate" } => Store(request),
        _ => new ServiceReply(404),
    };

    private ServiceReply Exchange(ServiceRequest request)
    {
        var form = HttpUtility.ParseQueryString(request.Text);
        var parts = form["assertion"]!.Split('.');
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        var isSigned = _key.VerifyData(
            signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var root = claims.RootElement;
        var isValid = form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
            && root.GetProperty("iss").GetString() == "collector@project.iam.gserviceaccount.com"
            && root.GetProperty("scope").GetString() == "https://www.googleapis.com/auth/malachite-ingestion"
            && root.GetProperty("aud").GetString() == new Uri(Url, "token").ToString()
            && root.GetProperty("exp").GetInt64() - root.GetProperty("iat").GetInt64() == 3_600;
        return isSigned && isValid
            ? new ServiceReply(200, $$"""{"access_token":"{{AccessToken}}","expires_in":{{Lifetime}},"token_type":"Bearer"}""")
            : new ServiceReply(400, """{"error":"invalid_grant"}""");
    }

    private ServiceReply Store(ServiceRequest request)
    {
        if (request.Header("Authorization") != $"Bearer {AccessToken}")
            return new ServiceReply(401, """{"error":{"code":401,"status":"UNAUTHENTICATED"}}""");
        if (request.Body.Length > 1_000_000)
            return new ServiceReply(413);
        using var body = JsonDocument.Parse(request.Body);
        if (body.RootElement.GetProperty("customer_id").GetString() != CustomerId)
            return new ServiceReply(400, """{"error":{"code":400,"status":"INVALID_ARGUMENT"}}""");
        var type = body.RootElement.GetProperty("log_type").GetString()!;
        _logs.AddRange(body.RootElement.GetProperty("entries").EnumerateArray().Select(
            entry => (type, entry.GetProperty("log_text").GetString()!)));
        return new ServiceReply(200, "{}");
    }
}
