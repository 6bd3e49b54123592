using OnePassword.Events.ObjectStorage.Layout;

namespace OnePassword.Events.ObjectStorage;

/// <summary>Options of an <see cref="ObjectEventStore"/>.</summary>
public sealed class ObjectEventStoreOptions
{
    /// <summary>
    /// Gets or sets the beginning of all keys, such as <c>1password/</c>: up to 200 letters, digits and the characters / - _ . =,
    /// without the segments . and ..
    /// </summary>
    /// <value>Default: empty.</value>
    public string Prefix { get; set; } = "";

    /// <summary>
    /// Gets or sets the name of the account in all keys. It is required if followers of several accounts use one prefix.
    /// </summary>
    /// <value>
    /// Default: null. The keys of events then contain the UUID of the account from the token, or <c>default</c> without one.
    /// </value>
    public string? Account { get; set; }

    /// <summary>Gets or sets the form of the objects that contain events. A change applies to new pages.</summary>
    /// <value>Default: <see cref="ObjectFormat.Ndjson"/>.</value>
    public ObjectFormat Format { get; set; } = ObjectFormat.Ndjson;

    /// <summary>
    /// Gets or sets the layout, which divides a page into several objects with forms and keys of their own. <see cref="Prefix"/>
    /// does not precede those keys.
    /// </summary>
    /// <value>
    /// Default: null. A page is then one object of <see cref="Format"/>, in the partition of its arrival. Do not set both.
    /// </value>
    public ObjectLayout? Layout { get; set; }

    /// <summary>Gets or sets the clock. Its time decides on the partition of a page.</summary>
    /// <value>Default: the clock of the system.</value>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Returns a validated copy, so that later changes have no effect.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names each.</exception>
    internal static ObjectEventStoreOptions Checked(ObjectEventStoreOptions? options)
    {
        options ??= new ObjectEventStoreOptions();
        (bool Holds, string Rule)[] rules =
        [
            (ObjectKeys.IsPrefix(options.Prefix),
                "Prefix must be up to 200 letters, digits and the characters / - _ . = and must not start with a slash "
                + "or have the segment . or .."),
            (options.Format is not null, "Format must not be null."),
            (options.Layout is null || options.Format == ObjectFormat.Ndjson, "Set Format or Layout, not both."),
            (options.Account is null or { Length: > 0 and <= 100 }, "Account must be 1 to 100 characters."),
        ];
        var broken = rules.Where(rule => !rule.Holds).Select(rule => rule.Rule).ToList();
        if (broken.Count > 0)
            throw new ArgumentException(string.Join(' ', broken), nameof(options));
        var copy = (ObjectEventStoreOptions)options.MemberwiseClone();
        if (copy.Prefix is not "" && !copy.Prefix.EndsWith('/'))
            copy.Prefix += "/";
        return copy;
    }
}
