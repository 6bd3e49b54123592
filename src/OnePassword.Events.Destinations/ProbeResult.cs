namespace OnePassword.Events.Destinations;

/// <summary>One result of <see cref="IEventDestination.ProbeAsync"/>.</summary>
/// <param name="Status">The status.</param>
/// <param name="Text">The fact that was found; for a failure also the remedy.</param>
public sealed record ProbeResult(ProbeStatus Status, string Text);
