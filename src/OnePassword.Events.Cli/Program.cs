using System.Runtime.InteropServices;
using OnePassword.Events.Cli.Commands;
using OnePassword.Events.Cli.Shared;

// Before anything else: a signal that comes early must find its handler. The second one ends the process as usual.
using var interruption = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

return await CliApplication.RunAsync(args, CliContext.OfProcess(), interruption.Token).ConfigureAwait(false);

void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interruption.IsCancellationRequested;
    interruption.Cancel();
}
