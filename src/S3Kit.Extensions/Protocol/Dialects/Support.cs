namespace S3Kit.Protocol;

/// <summary>What a store does with something that S3 has.</summary>
internal enum Support
{
    /// <summary>What S3 does.</summary>
    Full,

    /// <summary>It answers with an error.</summary>
    Refused,

    /// <summary>It does as if it had not been asked: the dangerous case.</summary>
    Ignored,
}
