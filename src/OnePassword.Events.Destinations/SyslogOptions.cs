using System.Security.Cryptography.X509Certificates;

namespace OnePassword.Events.Destinations;

/// <summary>Options of <see cref="SyslogDestination"/>.</summary>
public sealed record SyslogOptions
{
    /// <summary>Gets the address of the receiver: <c>tls://host:port</c> or <c>tcp://host:port</c>.</summary>
    /// <value>The default port is 6514 for <c>tls</c> and 514 for <c>tcp</c>.</value>
    public required Uri Url { get; init; }

    /// <summary>Gets the format of the message, unless <see cref="Cef"/> is true.</summary>
    /// <value>Default: <see cref="EventFormat.Raw"/>.</value>
    public EventFormat Format { get; init; } = EventFormat.Raw;

    /// <summary>Gets a value indicating whether the message is in the Common Event Format of ArcSight.</summary>
    /// <value>Default: false.</value>
    public bool Cef { get; init; }

    /// <summary>Gets the host name in the header, up to 255 printable ASCII characters without a space.</summary>
    /// <value>Default: null, the name of this machine.</value>
    public string? HostName { get; init; }

    /// <summary>Gets the application name in the header, up to 48 printable ASCII characters without a space.</summary>
    /// <value>Default: <c>op-events</c>.</value>
    public string AppName { get; init; } = "op-events";

    /// <summary>Gets the facility, 0 to 23.</summary>
    /// <value>Default: 13, log audit.</value>
    public int Facility { get; init; } = 13;

    /// <summary>Gets a value indicating whether the header has the uuid, the account, the feed and the API version as structured
    /// data.</summary>
    /// <value>Default: true.</value>
    public bool StructuredData { get; init; } = true;

    /// <summary>Gets the largest message that the receiver keeps whole, in bytes.</summary>
    /// <value>Default: 8,192, the default of rsyslog. A larger message becomes a dead letter, because receivers cut it.</value>
    public int MaxMessageBytes { get; init; } = 8_192;

    /// <summary>Gets the certificate authorities that may sign the certificate of the receiver.</summary>
    /// <value>Default: null, those that the machine trusts.</value>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Gets the certificate, with its private key, that identifies the sender.</summary>
    /// <value>Default: null, none.</value>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Gets the clock.</summary>
    /// <value>Default: the system clock.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
