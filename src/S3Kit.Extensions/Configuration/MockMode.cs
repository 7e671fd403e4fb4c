namespace S3Kit;

/// <summary>When the embedded store takes the place of real endpoints.</summary>
public enum MockMode
{
    /// <summary>While no endpoint is configured.</summary>
    Auto,

    /// <summary>Always: every configured endpoint is answered by the one embedded store, and nothing leaves the process.</summary>
    Always,

    /// <summary>Never: a configuration without an endpoint is a fault.</summary>
    Never,
}
