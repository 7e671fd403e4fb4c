using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>Where the embedded store behaves as other stores than AWS S3 do.</summary>
internal sealed record EmbeddedQuirks
{
    /// <summary>What becomes of <c>x-amz-checksum-*</c> on writes and of being asked for them on reads.</summary>
    public Support Checksums { get; init; }

    /// <summary>What becomes of <c>If-Match</c> and <c>If-None-Match</c> on PutObject.</summary>
    public Support ConditionalPut { get; init; }

    /// <summary>The same on CompleteMultipartUpload.</summary>
    public Support ConditionalComplete { get; init; }

    /// <summary>What becomes of the conditions of copies, on their source and on their destination.</summary>
    public Support ConditionalCopy { get; init; }

    /// <summary>What becomes of <c>If-Match</c> on DeleteObject.</summary>
    public Support ConditionalDelete { get; init; }

    /// <summary>
    /// Whether tags that come with a copy or with the beginning of an upload in parts are lost: a copy has the source's tags when it has the source's description,
    /// and none otherwise.
    /// </summary>
    public bool LosesTagsOfCopies { get; init; }

    /// <summary>Whether the answer to the end of an upload in parts leaves its ETag empty.</summary>
    public bool LeavesETagOfCompletionEmpty { get; init; }

    /// <summary>Whether an <c>If-Match</c> in quotes never matches on writes.</summary>
    public bool ComparesIfMatchWithItsQuotes { get; init; }

    /// <summary>What becomes of DeleteObjects.</summary>
    public Support MultiDelete { get; init; }

    /// <summary>Whether an upload whose parts but the last are not of one size cannot be completed.</summary>
    public bool WantsEqualParts { get; init; }

    /// <summary>Whether every header of server-side encryption is ignored: all is stored as it comes, and nothing is told of it.</summary>
    public bool IgnoresEncryption { get; init; }

    /// <summary>Whether CopyObject alone ignores what it is to encrypt the copy with.</summary>
    public bool IgnoresEncryptionOfCopies { get; init; }

    /// <summary>Whether only the answers to PutObject, UploadPart and reads tell of encryption.</summary>
    public bool IsSilentOnEncryption { get; init; }

    /// <summary>Whether ListMultipartUploads finds only the uploads of the key that is its prefix.</summary>
    public bool ListsUploadsByExactKeyOnly { get; init; }

    /// <summary>Whether the key markers that a page ends with are not encoded, although its keys are.</summary>
    public bool LeavesKeyMarkersPlain { get; init; }

    /// <summary>Whether a page of versions says that it ended with the version <c>null</c>, whichever it ended with.</summary>
    public bool TellsNullAsNextVersion { get; init; }
}
