using System.Runtime.InteropServices;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Fleet.Commands;

// Register signal handlers first, so that an early signal is not lost. The second signal ends the process as usual.
using var interruption = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
var cli = CliContext.OfProcess();
return await FleetApplication.CreateRoot(cli).RunAsync(args, cli, interruption.Token).ConfigureAwait(false);

void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interruption.IsCancellationRequested;
    interruption.Cancel();
}
