namespace OnePassword.Events.Tests.Hosting;

/// <summary>A handler of the application's own.</summary>
internal sealed class AttemptCounter : DelegatingHandler
{
    public int Attempts { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Attempts++;
        return base.SendAsync(request, cancellationToken);
    }
}
