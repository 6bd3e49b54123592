using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>A run of an output that has the checkpoints. Each account has a store.</summary>
internal abstract class EventStoreRun(EventStoreOutput output) : OutputRun
{
    private readonly Dictionary<Account, OutputStore> _stores = [];

    public override OutputStore StoreOf(Account account)
    {
        lock (_stores)
        {
            if (!_stores.TryGetValue(account, out var store))
                _stores[account] = store = new OutputStore(Create(account), output);
            return store;
        }
    }

    public override IFollowSink SinkOf(Account account, string feed, IProgress<DeliveryReport> progress) =>
        new EventStoreSink(StoreOf(account), output.Location);

    public override async Task ReleaseAsync(Account account)
    {
        OutputStore? store;
        lock (_stores)
            _stores.Remove(account, out store);
        if (store is not null)
            await store.DisposeAsync().ConfigureAwait(false);
    }

    public override void ReloadSecrets() => output.ForgetSecrets();

    public override async Task CompleteAsync()
    {
        foreach (var store in _stores.Values)
            await store.DisposeAsync().ConfigureAwait(false);
    }

    protected abstract IEventStore Create(Account account);
}
