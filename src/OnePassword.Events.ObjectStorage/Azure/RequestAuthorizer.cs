namespace OnePassword.Events.ObjectStorage.Azure;

/// <summary>Authorizes the requests of one client.</summary>
internal abstract class RequestAuthorizer : IDisposable
{
    /// <summary>Authorizes a request, which has all other headers.</summary>
    public abstract ValueTask AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken);

    /// <summary>Returns whether another credential may be accepted after a rejection.</summary>
    public virtual bool Renew() => false;

    public virtual void Dispose()
    {
    }
}
