using System.ComponentModel.DataAnnotations;

namespace S3Kit;

/// <summary>How large objects are moved: section <c>S3Kit:Transfers</c>. An upload holds at most <see cref="MaxConcurrentParts"/> times the size of a part in memory, a download 128 KiB for each.</summary>
public sealed class TransferOptions
{
    /// <summary>
    /// From how many bytes on an object of known length is uploaded in parts, 1 byte to 5 GiB. What is larger than 16 MiB and not uploaded in parts is read
    /// while it is sent, unhashed, and can be sent again only from a stream that can seek. Default: 16 MiB (16,777,216).
    /// </summary>
    [Range(typeof(long), "1", "5368709120")]
    public long MultipartThreshold { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// The size of a part in bytes, 5 MiB (which S3 asks for) to 1 GiB. It grows by itself where 10,000 parts would not hold the object. A stream of unknown
    /// length that is longer than this is uploaded in parts. Default: 8 MiB (8,388,608).
    /// </summary>
    [Range(typeof(long), "5242880", "1073741824")]
    public long PartSize { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// How many parts of one upload are in memory and under way at a time, and as many of a download, of a copy or of a deletion of many objects, 1 to 64; with 1,
    /// nothing is downloaded in parts. Default: 4.
    /// </summary>
    [Range(1, 64)]
    public int MaxConcurrentParts { get; set; } = 4;

    /// <summary>
    /// Objects larger than this are copied in parts (<c>UploadPartCopy</c>), 1 byte to 5 GiB, which is the most that S3 copies in one request.
    /// Default: 5 GiB (5,368,709,120).
    /// </summary>
    [Range(typeof(long), "1", "5368709120")]
    public long MultipartCopyThreshold { get; set; } = 5L * 1024 * 1024 * 1024;

    /// <summary>
    /// The size of a part that the store copies, in bytes, 5 MiB to 5 GiB. It grows by itself where 10,000 parts would not hold the object. Nothing of it is in
    /// memory here. Default: 512 MiB (536,870,912).
    /// </summary>
    [Range(typeof(long), "5242880", "5368709120")]
    public long CopyPartSize { get; set; } = 512L * 1024 * 1024;

    /// <summary>From how many bytes on an object is downloaded to a file in parts, several at a time, 1 byte to 5 TiB. Default: 16 MiB (16,777,216).</summary>
    [Range(typeof(long), "1", "5497558138880")]
    public long ParallelDownloadThreshold { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// The size of a part of a download in bytes, 64 KiB to 1 GiB. It is also what a download that is continued (<see cref="DownloadFileOptions.Resume"/>)
    /// asks for as a whole. Default: 8 MiB (8,388,608).
    /// </summary>
    [Range(typeof(long), "65536", "1073741824")]
    public long DownloadPartSize { get; set; } = 8 * 1024 * 1024;
}
