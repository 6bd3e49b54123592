namespace OnePassword.Events.Tests.Support;

/// <summary>Signals that the headers of a response have arrived.</summary>
internal sealed class ResponseSignal : DelegatingHandler
{
    private readonly TaskCompletionSource _responded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Responded => _responded.Task.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        _responded.TrySetResult();
        return response;
    }
}
