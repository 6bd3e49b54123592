namespace OnePassword.Events.PostgreSql;

/// <summary>Options of a <see cref="PostgreSqlEventStore"/>.</summary>
public sealed class PostgreSqlEventStoreOptions
{
    /// <summary>
    /// Gets or sets the name of the account. One process at a time follows an account. The column <c>account</c> of the views has
    /// this name.
    /// </summary>
    /// <value>Default: empty, for the only account.</value>
    public string Account { get; set; } = "";

    /// <summary>Gets or sets when the store takes an account that another process follows.</summary>
    /// <value>Default: <see cref="Takeover.WhenReleased"/>.</value>
    public Takeover Takeover { get; set; }

    /// <summary>
    /// Gets or sets how many of the latest events identify duplicates after a start. Use that of
    /// <see cref="FollowOptions.DuplicateWindow"/>.
    /// </summary>
    /// <value>Default: 5,000.</value>
    public int DuplicateWindow { get; set; } = 5_000;

    /// <summary>
    /// Gets or sets after which silence another process counts as hung, so that its sessions are ended. Its heartbeat is a query
    /// every quarter of this time.
    /// </summary>
    /// <value>Default: 20 seconds. At least 2 seconds.</value>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets or sets the interval at which a waiting store tries to take the account.</summary>
    /// <value>Default: 500 milliseconds.</value>
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets a function that is called when the store begins to wait for another process.</summary>
    /// <value>Default: null.</value>
    public Action? Waiting { get; set; }

    /// <summary>Gets or sets the clock of waits and heartbeats.</summary>
    /// <value>Default: the clock of the system.</value>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Returns a validated copy, so that later changes have no effect.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names each.</exception>
    internal static PostgreSqlEventStoreOptions Checked(PostgreSqlEventStoreOptions? options)
    {
        options ??= new PostgreSqlEventStoreOptions();
        (bool Holds, string Rule)[] rules =
        [
            (options.Account?.Contains('\0', StringComparison.Ordinal) == false, "Account must be a text without U+0000."),
            (Enum.IsDefined(options.Takeover), "Takeover must be WhenReleased, Never or AtOnce."),
            (options.DuplicateWindow is >= 0 and <= 100_000, "DuplicateWindow must be 0 to 100,000."),
            (options.SilenceLimit >= TimeSpan.FromSeconds(2) && options.SilenceLimit <= TimeSpan.FromHours(1),
                "SilenceLimit must be 2 seconds to 1 hour."),
            (options.RetryInterval > TimeSpan.Zero && options.RetryInterval <= TimeSpan.FromMinutes(1),
                "RetryInterval must be greater than 0 and at most 1 minute."),
        ];
        var broken = rules.Where(rule => !rule.Holds).Select(rule => rule.Rule).ToList();
        return broken.Count == 0
            ? (PostgreSqlEventStoreOptions)options.MemberwiseClone()
            : throw new ArgumentException(string.Join(' ', broken), nameof(options));
    }
}
