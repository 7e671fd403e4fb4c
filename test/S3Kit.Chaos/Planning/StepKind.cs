namespace S3Kit.Chaos.Planning;

/// <summary>What happens to a gateway.</summary>
internal enum StepKind
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>It is started again.</summary>
    Revive,

    /// <summary>SIGSTOP.</summary>
    Freeze,

    /// <summary>SIGCONT.</summary>
    Thaw,

    /// <summary>The proxy before it begins with a fault.</summary>
    Break,

    /// <summary>The proxy passes everything again.</summary>
    Mend,
}
