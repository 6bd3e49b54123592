using OnePassword.Events.Emulator;

namespace OnePassword.Events.Cli.Accounts;

/// <summary>Which server is to be asked, with which token; with <c>--emulator</c>, the server itself.</summary>
internal sealed record ServerTarget(AccountToken Token, EventsRegion? Region, bool IsV1, EventsEmulator? Emulator) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Emulator?.DisposeAsync() ?? ValueTask.CompletedTask;
}
