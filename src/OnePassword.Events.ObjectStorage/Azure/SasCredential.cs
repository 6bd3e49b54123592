using OnePassword.Events.ObjectStorage.Http;

namespace OnePassword.Events.ObjectStorage.Azure;

/// <summary>A shared access signature, in the query of each request.</summary>
internal sealed class SasCredential(string signature) : AzureBlobCredential
{
    internal override RequestAuthorizer Authorizer(ServiceClient client) => new SasAuthorizer(signature);

    private sealed class SasAuthorizer(string signature) : RequestAuthorizer
    {
        public override ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri($"{request.RequestUri!.AbsoluteUri}?{signature}");
            return ValueTask.CompletedTask;
        }
    }
}
