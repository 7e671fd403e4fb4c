namespace S3Kit.Chaos.Model;

/// <summary>A request that writes, sent to a gateway.</summary>
/// <param name="Content">What it writes.</param>
/// <param name="Gateway">Where it went.</param>
internal sealed record WriteAttempt(Content Content, int Gateway)
{
    /// <summary>Whether its answer's head came; then it is the last of its operation.</summary>
    public bool HasAnswer { get; set; }
}
