namespace OnePassword.Events.Pipeline;

/// <summary>
/// Lets <see cref="FeedRequestExecutor"/>, which names failures, see what the <see cref="ResilienceChain"/> did for the call; between them
/// stands generated code that knows neither.
/// </summary>
internal sealed class CallScope
{
    private static readonly AsyncLocal<CallScope?> Scope = new();

    public static CallScope? Current => Scope.Value;

    public CallState? State { get; private set; }

    /// <summary>Opens a scope that lasts until the calling asynchronous method ends.</summary>
    public static CallScope Open() => Scope.Value = new CallScope();

    public static void Tell(CallState state)
    {
        if (Scope.Value is { } scope)
            scope.State = state;
    }
}
