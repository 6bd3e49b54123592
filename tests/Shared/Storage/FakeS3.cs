using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using OnePassword.Events.ObjectStorage;

namespace OnePassword.Events.Testing.Storage;

/// <summary>A fake of S3 with one bucket. It is strict about signatures, hashes, conditions and limits.</summary>
internal sealed class FakeS3 : FakeService
{
    public const string Bucket = "security-events";
    public const string Region = "eu-central-1";

    private const int MaxMetadata = 2048;
    private const int MaxKey = 1024;

    private readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public string AccessKeyId { get; set; } = "AKIDEXAMPLE";

    public string SecretAccessKey { get; set; } = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    public string? SessionToken { get; set; }

    /// <summary>Whether the bucket lets a writer replace an object despite its condition.</summary>
    public bool IgnoresConditions { get; init; }

    /// <summary>The objects, by key.</summary>
    public IReadOnlyDictionary<string, StoredObject> Objects => _objects;

    public static async Task<FakeS3> StartAsync(FakeS3? s3 = null)
    {
        s3 ??= new FakeS3();
        await s3.StartAsync(port: 0);
        return s3;
    }

    public S3Bucket Client(S3Credentials? credentials = null, string region = Region, string bucket = Bucket) => new(new S3BucketOptions
    {
        Bucket = bucket,
        Region = region,
        Endpoint = Url,
        Credentials = credentials ?? S3Credentials.AccessKey(AccessKeyId, SecretAccessKey, SessionToken),
        Clock = new HastyClock(),
    });

    public void Delete(string key) => _objects.TryRemove(key, out _);

    public static ServiceReply Error(int status, string code, string message = "") => new(
        status, $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>")
    {
        ContentType = "application/xml",
    };

    protected override ServiceReply Process(ServiceRequest request)
    {
        if (Rejection(request) is { } rejection)
            return rejection;
        var parts = Uri.UnescapeDataString(request.RawPath)[1..].Split('/', 2);
        if (parts[0] != Bucket)
            return Error(404, "NoSuchBucket", "The specified bucket does not exist");
        var key = parts.Length == 2 ? parts[1] : "";
        return request.Method switch
        {
            _ when key is "" || request.Query is not "" => Error(501, "NotImplemented"),
            "PUT" => Put(key, request),
            "GET" or "HEAD" => _objects.TryGetValue(key, out var found)
                ? new ServiceReply(200) { Content = found.Content, Headers = new(found.Metadata, StringComparer.OrdinalIgnoreCase) }
                : Error(404, "NoSuchKey", "The specified key does not exist."),
            _ => Error(405, "MethodNotAllowed"),
        };
    }

    private ServiceReply Put(string key, ServiceRequest request)
    {
        var metadata = request.Headers.Where(header => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        if (Encoding.UTF8.GetByteCount(key) > MaxKey)
            return Error(400, "KeyTooLongError");
        if (metadata.Sum(pair => pair.Key.Length - "x-amz-meta-".Length + pair.Value.Length) > MaxMetadata)
            return Error(400, "MetadataTooLarge");
        var condition = request.Header("If-None-Match");
        if (condition is not (null or "*"))
            return Error(501, "NotImplemented");
        if (condition is "*" && !IgnoresConditions && _objects.ContainsKey(key))
            return Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        _objects[key] = new StoredObject(request.Body, metadata);
        return new ServiceReply(200);
    }

    private ServiceReply? Rejection(ServiceRequest request)
    {
        if (AwsSignature.Of(request) is not { } signature)
            return Error(403, "AccessDenied");
        if ((Clock.GetUtcNow() - signature.SignedAt).Duration() > TimeSpan.FromMinutes(15))
            return Error(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.");
        if (signature.AccessKeyId != AccessKeyId)
            return Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
        if (!signature.HasScope(Region, "s3"))
            return Error(400, "AuthorizationHeaderMalformed", "The region is wrong") with
            {
                Headers = new(StringComparer.OrdinalIgnoreCase) { ["x-amz-bucket-region"] = Region },
            };
        if (request.Header("x-amz-security-token") != SessionToken)
            return Error(400, "ExpiredToken", "The provided token has expired.");
        if (request.Header("x-amz-content-sha256") != Convert.ToHexStringLower(SHA256.HashData(request.Body)))
            return Error(400, "XAmzContentSHA256Mismatch");
#pragma warning disable CA5351
        if (request.Method == "PUT" && request.Header("Content-MD5") != Convert.ToBase64String(MD5.HashData(request.Body)))
            return Error(400, "BadDigest");
#pragma warning restore CA5351
        return signature.IsValid(SecretAccessKey)
            ? null
            : Error(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.");
    }
}
