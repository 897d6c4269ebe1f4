using System.Buffers.Binary;
using System.Numerics;

namespace Orleans.Runtime;

/// <summary>xxHash32 with seed 0: the hash Orleans keeps beside stored reminders, so one reminder table serves both runtimes.</summary>
internal static class StableHash
{
    private const uint P1 = 2654435761, P2 = 2246822519, P3 = 3266489917, P4 = 668265263, P5 = 374761393;

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            var length = (uint)data.Length;
            uint hash;
            if (data.Length >= 16)
            {
                uint a = P1 + P2, b = P2, c = 0, d = 0u - P1;
                while (data.Length >= 16)
                {
                    a = Round(a, BinaryPrimitives.ReadUInt32LittleEndian(data));
                    b = Round(b, BinaryPrimitives.ReadUInt32LittleEndian(data[4..]));
                    c = Round(c, BinaryPrimitives.ReadUInt32LittleEndian(data[8..]));
                    d = Round(d, BinaryPrimitives.ReadUInt32LittleEndian(data[12..]));
                    data = data[16..];
                }

                hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
                    + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            }
            else
            {
                hash = P5;
            }

            hash += length;
            for (; data.Length >= 4; data = data[4..])
                hash = BitOperations.RotateLeft(hash + BinaryPrimitives.ReadUInt32LittleEndian(data) * P3, 17) * P4;
            foreach (var tail in data)
                hash = BitOperations.RotateLeft(hash + tail * P5, 11) * P1;

            hash = (hash ^ (hash >> 15)) * P2;
            hash = (hash ^ (hash >> 13)) * P3;
            return hash ^ (hash >> 16);
        }
    }

    private static uint Round(uint lane, uint word) => unchecked(BitOperations.RotateLeft(lane + word * P2, 13) * P1);
}
