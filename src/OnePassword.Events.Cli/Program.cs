using System.Runtime.InteropServices;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Shared;

// Register signal handlers first, so that an early signal is not lost. The second signal ends the process as usual, but
// `timeout` sends its signal twice: to the process and to its group.
var repetition = TimeSpan.FromMilliseconds(500);
(PosixSignal Signal, long At)? first = null;
using var interruption = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

return await CliApplication.RunAsync(args, CliContext.OfProcess(), interruption.Token).ConfigureAwait(false);

void Interrupt(PosixSignalContext signal)
{
    first ??= (signal.Signal, TimeProvider.System.GetTimestamp());
    signal.Cancel = !interruption.IsCancellationRequested
        || (signal.Signal == first.Value.Signal && TimeProvider.System.GetElapsedTime(first.Value.At) < repetition);
    interruption.Cancel();
}
