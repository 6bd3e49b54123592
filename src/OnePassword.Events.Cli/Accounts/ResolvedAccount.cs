using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>The account that the options name and, with <c>--emulator</c>, the server that was started for it.</summary>
internal sealed record ResolvedAccount(Account Account, EventsEmulator? Emulator) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Emulator?.DisposeAsync() ?? ValueTask.CompletedTask;
}
