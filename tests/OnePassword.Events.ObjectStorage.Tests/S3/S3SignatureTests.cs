using System.Net.Http.Headers;
using System.Security.Cryptography;
using OnePassword.Events.ObjectStorage.S3;

namespace OnePassword.Events.ObjectStorage.Tests.S3;

public sealed class S3SignatureTests
{
    [Test]
    [Description("The signature is that of botocore 1.43 for the same request.")]
    public void Signature_equals_that_of_the_SDK()
    {
        var body = "hello"u8.ToArray();
        var path = S3Signature.EncodePath("events/source=1password/account=Agile%20Bits/a b+ü.ndjson.gz");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"https://security-events.s3.eu-central-1.amazonaws.com/{path}")
        {
            Headers = { { "If-None-Match", "*" }, { "x-amz-meta-sha256", "00" } },
            Content = new ByteArrayContent(body)
            {
#pragma warning disable CA5351
                Headers = { ContentMD5 = MD5.HashData(body), ContentType = new MediaTypeHeaderValue("application/octet-stream") },
#pragma warning restore CA5351
            },
        };
        var keys = new S3Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "session/token+=", expiresAt: null);

        S3Signature.Sign(request, keys, "eu-central-1", body, new DateTimeOffset(2026, 11, 27, 8, 9, 10, TimeSpan.Zero));

        Assert.That(
            request.Headers.GetValues("Authorization").Single(),
            Does.EndWith("Signature=6d5f1a232b8006ad92d5f2a2bafcabc3416730a7f9a39f643aadbea23df1bc94"));
    }
}
