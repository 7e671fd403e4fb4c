namespace S3Kit;

/// <summary>Which limit a <see cref="S3TimeoutException"/> is about.</summary>
public enum S3TimeoutKind
{
    /// <summary>The whole operation (<see cref="S3KitOptions.DefaultTimeout"/> or <see cref="RequestOptions.Timeout"/>).</summary>
    Total,

    /// <summary>Making the connection (<see cref="S3KitOptions.ConnectTimeout"/>).</summary>
    Connect,

    /// <summary>One try, until the answer's headers (<see cref="S3KitOptions.AttemptTimeout"/>).</summary>
    Attempt,

    /// <summary>A body of which no byte moved (<see cref="S3KitOptions.StallTimeout"/>).</summary>
    Stall,
}
