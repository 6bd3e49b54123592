using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OnePassword.Events.ObjectStorage.Http;

namespace OnePassword.Events.ObjectStorage.Azure;

/// <summary>A key of the storage account, which signs each request (Shared Key).</summary>
internal sealed class SharedKeyCredential(string account, byte[] key) : AzureBlobCredential
{
    internal override RequestAuthorizer Authorizer(ServiceClient client) => new SharedKeyAuthorizer(account, key);

    private sealed class SharedKeyAuthorizer(string account, byte[] key) : RequestAuthorizer
    {
        public override ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(TextToSign(request)));
            request.Headers.TryAddWithoutValidation("Authorization", $"SharedKey {account}:{Convert.ToBase64String(signature)}");
            return ValueTask.CompletedTask;
        }

        private string TextToSign(HttpRequestMessage request)
        {
            var content = request.Content?.Headers;
            var length = content?.ContentLength is > 0 and { } bytes ? bytes.ToString(CultureInfo.InvariantCulture) : "";
            var hash = content?.ContentMD5 is { } md5 ? Convert.ToBase64String(md5) : "";
            var condition = request.Headers.TryGetValues("If-None-Match", out var values) ? values.First() : "";
            string[] standard =
            [
                request.Method.Method, "", "", length, hash, content?.ContentType?.ToString() ?? "", "", "", "", condition,
                "", "",
            ];
            var own = request.Headers.Where(header => header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
                .Select(header => $"{header.Key.ToLowerInvariant()}:{header.Value.First()}").Order(StringComparer.Ordinal);
            return string.Join('\n', [.. standard, .. own, $"/{account}{request.RequestUri!.AbsolutePath}"]);
        }
    }
}
