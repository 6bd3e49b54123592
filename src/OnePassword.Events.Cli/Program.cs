using System.Runtime.InteropServices;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Shared;

// Register signal handlers first, so that an early signal is not lost. The second signal ends the process as usual.
using var interruption = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

return await CliApplication.RunAsync(args, CliContext.OfProcess(), interruption.Token).ConfigureAwait(false);

void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interruption.IsCancellationRequested;
    interruption.Cancel();
}
