namespace OnePassword.Events.Emulator.Http;

internal static class ClockExtensions
{
    public static Task WaitAsync(this TimeProvider clock, TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, clock, cancellationToken) : Task.CompletedTask;
}
