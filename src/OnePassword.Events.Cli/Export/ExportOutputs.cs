using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>Creates the outputs of accounts, and holds what they share: standard output and deliveries.</summary>
internal sealed class ExportOutputs(ExportPlan plan, CliContext cli) : IDisposable
{
    private readonly SharedOutput? _stream =
        plan is { State: null, Output: null } ? new SharedOutput(cli.Output, plan.Gzip) : null;
    private readonly Dictionary<DestinationOutput, ExportDelivery> _deliveries = [];

    /// <exception cref="CliException">A path depends on the account, which has no name.</exception>
    public ExportOutput Of(ExportedAccount account) =>
        account.Destination is { } destination ? new ExportToDestination(plan, account, DeliveryTo(destination), cli)
        : _stream is not null ? new ExportToStream(_stream, plan.LineFormat)
        : new ExportToFiles(plan, account, cli);

    /// <summary>Completes the output that feeds share. Their own output is complete already.</summary>
    /// <exception cref="IOException">Standard output cannot be written.</exception>
    public async Task CompleteAsync()
    {
        if (_stream is not null)
            await _stream.CompleteAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Writes what each destination received.</summary>
    public void Summarize()
    {
        foreach (var delivery in _deliveries.Values)
            delivery.Summarize();
    }

    public void Dispose()
    {
        _stream?.Dispose();
        foreach (var delivery in _deliveries.Values)
            delivery.Dispose();
    }

    private ExportDelivery DeliveryTo(DestinationOutput destination)
    {
        if (!_deliveries.TryGetValue(destination, out var delivery))
            _deliveries.Add(destination, delivery = new ExportDelivery(destination, plan.State!, cli));
        return delivery;
    }
}
