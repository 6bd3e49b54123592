namespace OnePassword.Events.Destinations;

/// <summary>The status of a check of a destination.</summary>
public enum ProbeStatus
{
    /// <summary>The check succeeded.</summary>
    Ok,

    /// <summary>Events would be delivered, with a limitation that the operator should know.</summary>
    Note,

    /// <summary>Events would not be delivered.</summary>
    Failed,
}
