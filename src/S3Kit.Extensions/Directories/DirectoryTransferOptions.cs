namespace S3Kit;

/// <summary>
/// What transfers of whole folders have in common. <see cref="RequestOptions.Priority"/>, <see cref="RequestOptions.Timeout"/> and
/// <see cref="RequestOptions.Endpoint"/> hold for every single request.
/// </summary>
public abstract record DirectoryTransferOptions : RequestOptions
{
    /// <summary>
    /// How many files are under way at a time, 1 or more. Default: 4. Their requests wait in the queue like all others, so more than
    /// <see cref="S3KitOptions.MaxConcurrentRequests"/> gains nothing.
    /// </summary>
    public int MaxConcurrentFiles { get; init; } = 4;

    /// <summary>Whether what is in folders below is taken too. Default: <see langword="true"/>.</summary>
    public bool Recursive { get; init; } = true;

    /// <summary>
    /// Which file names are taken; <c>*</c> stands for any characters and <c>?</c> for one. Compared with the name, not the path, and with regard to case on every
    /// system. Default: <c>*</c>, all.
    /// </summary>
    public string SearchPattern { get; init; } = "*";

    /// <summary>
    /// Which files are taken: gets the path relative to the folder, with <c>/</c> on every system, and returns whether. In a synchronisation it is
    /// asked for the files of both sides: what it leaves out is neither transferred nor deleted. Default: all.
    /// </summary>
    public Func<string, bool>? Filter { get; init; }

    /// <summary>
    /// Whether no further file is begun after one has failed; those under way are finished. Default: <see langword="false"/>, all are tried. Either way the
    /// result tells what failed, and nothing is thrown for it.
    /// </summary>
    public bool StopOnFirstFailure { get; init; }

    /// <summary>
    /// Is told at the beginning and after every file how far it is: one call after another, in order, never two at a time. What it throws ends the transfer.
    /// Default: nobody.
    /// </summary>
    public IProgress<DirectoryProgress>? Progress { get; init; }
}
