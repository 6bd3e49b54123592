using System.Globalization;
using OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

namespace OnePassword.Events.ObjectStorage.Parquet;

/// <summary>
/// The layout of custom sources of Amazon Security Lake: OCSF 1.8.0 as Parquet, compressed with Zstandard. An object has the
/// events of one OCSF class and one day, sorted by time.
/// </summary>
/// <remarks>
/// <para>A key is <c>ext/{source}/region={region}/accountId={account}/eventDay={yyyyMMdd}/{name}.parquet</c>. The day is that of
/// the event in UTC.</para>
/// <para>The columns are the attributes of OCSF that <see cref="EventFormat.Ocsf"/> writes for the class, as nested structures.
/// <c>raw_data</c> is the event as the server sent it. <c>unmapped</c> is a map of the other fields: a text as it is, and any
/// other value as JSON.</para>
/// <para>The chain of the follower stays in the container of the store, which is a bucket of your own.</para>
/// </remarks>
/// <example>
/// <code>
/// using var lake = new SecurityLakeLayout(new()
/// {
///     Region = "eu-central-1",
///     Container = source =&gt; new S3Bucket(new()
///     {
///         Bucket = "aws-security-data-lake-eu-central-1-example",
///         Region = "eu-central-1",
///         Credentials = S3Credentials.AssumeRole(new()
///         {
///             RoleArn = $"arn:aws:iam::123456789012:role/AmazonSecurityLake-Provider-{source}-eu-central-1",
///             ExternalId = "1password",
///         }),
///     }),
/// });
/// using var bucket = new S3Bucket(new() { Bucket = "security-events", Region = "eu-central-1" });
/// await using var store = new ObjectEventStore(bucket, new() { Layout = lake });
/// </code>
/// </example>
public sealed class SecurityLakeLayout : ObjectLayout, IDisposable
{
    private const string Root = "ext/";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IObjectContainer> _containers = new(StringComparer.Ordinal);
    private readonly SecurityLakeOptions _options;

    /// <summary>Creates a layout.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public SecurityLakeLayout(SecurityLakeOptions options) => _options = SecurityLakeOptions.Checked(options);

    /// <summary>Divides the events of a page by OCSF class and day, and sorts them by time.</summary>
    /// <param name="events">The events, in the order of the server.</param>
    /// <param name="origin">The origin of the events.</param>
    /// <returns>The objects.</returns>
    public override IReadOnlyList<ObjectPart> Divide(IReadOnlyList<RawEvent> events, EventOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(origin);
        var parts =
            from one in events
            let route = OcsfEvent.RouteOf(one, origin)
            orderby route.Time
            group one by (route.ClassUid, Day: DayOf(route.Time)) into part
            orderby part.Key
            select new ObjectPart(
                FolderOf(part.Key.ClassUid, part.Key.Day, origin),
                new OcsfParquetFormat(OcsfTable.Of(part.Key.ClassUid), origin),
                [.. part]);
        return [.. parts];
    }

    /// <summary>Returns the container of the custom source of an object.</summary>
    /// <param name="key">The key of the object.</param>
    /// <returns>The container; null for that of the store.</returns>
    public override IObjectContainer? ContainerOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_options.Container is not { } create || !key.StartsWith(Root, StringComparison.Ordinal))
            return null;
        var source = key.Split('/')[1];
        lock (_lock)
        {
            if (!_containers.TryGetValue(source, out var container))
            {
                container = create(source) ?? throw new InvalidOperationException($"Container has no container for {source}.");
                _containers.Add(source, container);
            }
            return container;
        }
    }

    /// <summary>Disposes the containers of the custom sources.</summary>
    public void Dispose()
    {
        foreach (var container in _containers.Values.OfType<IDisposable>())
            container.Dispose();
    }

    private string FolderOf(int classUid, DateOnly day, EventOrigin origin)
    {
        var external = string.IsNullOrEmpty(origin.AccountUuid) ? "external" : $"external_{origin.AccountUuid}";
        var (source, account) = (_options.Source(classUid), _options.AccountId ?? external);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Root}{source}/region={_options.Region}/accountId={account}/eventDay={day:yyyyMMdd}/");
    }

    private static DateOnly DayOf(long milliseconds) =>
        DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime);
}
