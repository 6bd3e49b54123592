using OnePassword.Events.ObjectStorage.Http;

namespace OnePassword.Events.ObjectStorage.Azure;

/// <summary>The credential that a function of the program returns.</summary>
internal sealed class ReplaceableCredential(Func<CancellationToken, ValueTask<AzureBlobCredential>> read) : AzureBlobCredential
{
    internal override RequestAuthorizer Authorizer(ServiceClient client) => new ReplaceableAuthorizer(read, client);

    private sealed class ReplaceableAuthorizer(
        Func<CancellationToken, ValueTask<AzureBlobCredential>> read, ServiceClient client) : RequestAuthorizer
    {
        private readonly Lock _lock = new();
        private AzureBlobCredential? _credential;
        private RequestAuthorizer? _authorizer;

        public override async ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var credential = await read(cancellationToken).ConfigureAwait(false);
            await AuthorizerOf(credential).AuthorizeAsync(request, cancellationToken).ConfigureAwait(false);
        }

        public override bool Renew()
        {
            lock (_lock)
                return _authorizer?.Renew() == true;
        }

        public override void Dispose()
        {
            _authorizer?.Dispose();
            base.Dispose();
        }

        // A request in progress can use the previous authorizer, so that one is not disposed of.
        private RequestAuthorizer AuthorizerOf(AzureBlobCredential credential)
        {
            lock (_lock)
            {
                if (!ReferenceEquals(credential, _credential))
                    (_credential, _authorizer) = (credential, credential.Authorizer(client));
                return _authorizer!;
            }
        }
    }
}
