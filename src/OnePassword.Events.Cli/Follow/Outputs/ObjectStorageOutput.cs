using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Destinations;
using OnePassword.Events.ObjectStorage;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>A bucket or a container of object storage. A second process replaces the first one, which then ends.</summary>
internal abstract record ObjectStorageOutput : EventStoreOutput
{
    /// <summary>Gets the beginning of all keys.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Gets the form of the objects.</summary>
    public ObjectFormat Format { get; init; } = ObjectFormat.Ndjson;

    /// <summary>Gets the secrets of its credentials.</summary>
    public IReadOnlyList<OutputSecret> Secrets { get; init; } = [];

    public override bool HasChangeableSecret => Secrets.Any(secret => secret.CanChange);

    public sealed override string Location => $"{Place.TrimEnd('/')}/{Prefix}";

    /// <summary>Gets the bucket or the container, as an address.</summary>
    protected abstract string Place { get; }

    protected abstract TimeProvider Clock { get; }

    public override async Task ReadSecretsAsync(CancellationToken cancellationToken)
    {
        foreach (var secret in Secrets)
            _ = await secret.ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void ForgetSecrets()
    {
        foreach (var secret in Secrets)
            secret.Forget();
    }

    public override async Task<IReadOnlyList<ProbeResult>> ProbeAsync(
        IReadOnlyList<EventOrigin> origins, CancellationToken cancellationToken)
    {
        var container = Open();
        using (container as IDisposable)
        {
            try
            {
                await StoreOf(container, account: null).CheckAccessAsync(cancellationToken).ConfigureAwait(false);
                return [new(ProbeStatus.Ok, "objects can be created and read, and the storage supports conditional writes.")];
            }
            catch (ObjectStorageException e)
            {
                return [new(ProbeStatus.Failed, ProblemOf(e)!)];
            }
        }
    }

    public override OutputRun Start(OutputContext context) => new Run(this);

    public override string? ProblemOf(Exception failure) => failure is ObjectStorageException known
        ? $"{known.Problem} {RemedyOf(known.Reason)}".TrimEnd()
        : null;

    /// <summary>Creates a client of the bucket or the container. It sends nothing.</summary>
    protected abstract IObjectContainer Open();

    /// <summary>Returns the remedy of a failure, which names the keys of the output.</summary>
    protected virtual string RemedyOf(ObjectStorageFailure reason) => reason switch
    {
        ObjectStorageFailure.WrongClock => "Correct the clock of this machine.",
        ObjectStorageFailure.NoConditionalWrites => "Use a service that supports conditional writes.",
        _ => "",
    };

    protected override bool HasRejectedSecret(Exception failure) => failure is ObjectStorageException
    {
        Reason: ObjectStorageFailure.AccessDenied or ObjectStorageFailure.NoCredentials,
    };

    protected override async Task<Checkpoint?> ReadAsync(Account account, string name, CancellationToken cancellationToken)
    {
        var container = Open();
        using (container as IDisposable)
            return await StoreOf(container, account).ReadAsync(name, cancellationToken).ConfigureAwait(false);
    }

    private ObjectEventStore StoreOf(IObjectContainer container, Account? account) => new(container, new()
    {
        Account = account?.Name,
        Prefix = Prefix,
        Format = Format,
        Clock = Clock,
    });

    private sealed class Run(ObjectStorageOutput output) : EventStoreRun(output)
    {
        private readonly IObjectContainer _container = output.Open();

        public override void Dispose()
        {
            (_container as IDisposable)?.Dispose();
            base.Dispose();
        }

        protected override IEventStore Create(Account account) => output.StoreOf(_container, account);
    }
}
