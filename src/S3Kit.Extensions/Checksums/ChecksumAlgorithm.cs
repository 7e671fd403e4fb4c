namespace S3Kit;

/// <summary>The checksums that S3 knows beside the ETag (<c>x-amz-checksum-*</c>).</summary>
public enum ChecksumAlgorithm
{
    /// <summary>No checksum of its own.</summary>
    None,

    /// <summary>CRC-32, as in Ethernet and zip (<c>CRC32</c>).</summary>
    Crc32,

    /// <summary>CRC-32 by Castagnoli, as in iSCSI (<c>CRC32C</c>); most processors compute it in hardware.</summary>
    Crc32C,

    /// <summary>CRC-64 of the NVMe specification (<c>CRC64NVME</c>), the one that AWS keeps when nothing else is asked for.</summary>
    Crc64Nvme,

    /// <summary>SHA-1 (<c>SHA1</c>): for readers that expect it; it no longer protects from forgery.</summary>
    Sha1,

    /// <summary>SHA-256 (<c>SHA256</c>).</summary>
    Sha256,
}
