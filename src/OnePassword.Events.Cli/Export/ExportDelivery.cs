using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>The delivery of a run to a destination, which all accounts with this destination share.</summary>
internal sealed class ExportDelivery : IDisposable
{
    private readonly OutputRun _run;
    private readonly DeliveryLog _log;

    public ExportDelivery(DestinationOutput output, string state, CliContext cli)
    {
        Output = output;
        _run = output.Start(new OutputContext(state, HasSeveralAccounts: false, Once: true, cli));
        _log = new DeliveryLog(output.Title, account: null, output.DeadLettersIn(state), _run.Delivery!, cli);
    }

    public DestinationOutput Output { get; }

    /// <summary>Gets the display name of the destination.</summary>
    public string Name => _run.Delivery!.Destination.Name;

    public IFollowSink SinkOf(Account account, string feed) =>
        _run.SinkOf(account, feed, _log.For(account.SourceOf(feed, Output.Title)));

    /// <summary>Writes what was delivered in this run.</summary>
    public void Summarize() => _log.Summarize();

    public void Dispose() => _run.Dispose();
}
