namespace OnePassword.Events.Tests.Hosting;

/// <summary>A message handler of the application, which counts attempts.</summary>
internal sealed class AttemptCounter : DelegatingHandler
{
    public int Attempts { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Attempts++;
        return base.SendAsync(request, cancellationToken);
    }
}
