namespace S3Kit.Resilience;

/// <summary>All chance there is: jitter and choice. Tests script it.</summary>
internal class Randomness
{
    /// <summary>At least 0, less than 1.</summary>
#pragma warning disable RS0030 // The one place where the shared source is used.
    public virtual double NextDouble() => Random.Shared.NextDouble();

    /// <summary>At least 0, less than the bound.</summary>
    public virtual int Next(int bound) => Random.Shared.Next(bound);
#pragma warning restore RS0030
}
