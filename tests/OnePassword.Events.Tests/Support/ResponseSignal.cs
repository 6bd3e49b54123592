namespace OnePassword.Events.Tests.Support;

/// <summary>Signals that the headers of a response have arrived.</summary>
internal sealed class ResponseSignal : DelegatingHandler
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Answered => _answered.Task.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        _answered.TrySetResult();
        return answer;
    }
}
