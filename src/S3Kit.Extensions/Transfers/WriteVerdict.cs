namespace S3Kit.Transfers;

/// <summary>Whose the object is that is stored under a key.</summary>
internal enum WriteVerdict
{
    /// <summary>Somebody else's, or there is none.</summary>
    NotOurs,

    /// <summary>The one that this operation has written.</summary>
    Ours,

    /// <summary>It may be either.</summary>
    CannotTell,
}
