using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast10.A43
{
    /// <summary>Immutable postings of one shard, mapped.</summary>
    internal sealed class ShardReader : IDisposable
    {
        private readonly MemoryMappedFile _map;
        private readonly MemoryMappedViewAccessor _postings;

        public ShardReader(string path, int generation)
        {
            Generation = generation;
            _map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            _postings = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }

        public int Generation { get; }

        public int Frequency(int term) => _postings.ReadInt32(4L * term);

        public void Dispose()
        {
            _postings.Dispose();
            _map.Dispose();
        }
    }

    internal sealed class MergeWriter : IDisposable
    {
        private readonly BinaryWriter _writer;

        private MergeWriter(string path) => _writer = new BinaryWriter(File.Create(path));

        public static MergeWriter Create(string path) => new(path);

        public void Add(int term, int frequency)
        {
            _writer.Write(term);
            _writer.Write(frequency);
        }

        public void Dispose() => _writer.Dispose();
    }

    public sealed class SearchIndex : IDisposable
    {
        private readonly object _writes = new();
        private readonly ConcurrentDictionary<int, ShardReader> _readers = new();
        private readonly string _root;
        private MergeWriter _merge;
        private int _generation;
        private bool _closed;

        public SearchIndex(string root)
        {
            _root = root;
            _merge = MergeWriter.Create(Path.Combine(root, "merge.0"));
        }

        public long Frequency(int term)
        {
            long sum = 0;
            foreach (ShardReader reader in _readers.Values)
            {
                try
                {
                    sum += reader.Frequency(term);
                }
                catch (ObjectDisposedException)
                {
                    // dropped while we counted
                }
            }

            return sum;
        }

        /// <summary>A shard was written anew by the indexer; from now on it is answered from the new file.</summary>
        public void ShardPublished(int shard, string path)
        {
            lock (_writes)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                var fresh = new ShardReader(path, _generation);
                _readers.AddOrUpdate(shard, fresh, (_, _) => fresh); //! LEAK1001
            }
        }

        public void ShardDropped(int shard)
        {
            lock (_writes)
            {
                if (_readers.TryRemove(shard, out ShardReader? reader))
                    reader.Dispose();
            }
        }

        public void Merge(IReadOnlyDictionary<int, int> frequencies)
        {
            lock (_writes)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                foreach ((int term, int frequency) in frequencies.OrderBy(p => p.Key))
                    _merge.Add(term, frequency);
            }
        }

        public void NextGeneration()
        {
            lock (_writes)
            {
                if (_closed)
                    return;

                _merge.Dispose(); //! LEAK1008
                string path = MakeRoom(_generation + 1);
                MergeWriter next = MergeWriter.Create(path);
                _merge = next;
                _generation++;
            }
        }

        private string MakeRoom(int generation)
        {
            var drive = new DriveInfo(Path.GetPathRoot(_root) ?? "/");
            if (drive.AvailableFreeSpace < 1 << 26)
                throw new IOException("disk is nearly full");
            return Path.Combine(Directory.CreateDirectory(_root).FullName, $"merge.{generation}");
        }

        public void Dispose()
        {
            MergeWriter merge;
            ShardReader[] readers;
            lock (_writes)
            {
                if (_closed)
                    return;
                _closed = true;
                merge = _merge;
                readers = [.. _readers.Values];
                _readers.Clear();
            }

            foreach (ShardReader reader in readers)
                reader.Dispose();
            merge.Dispose();
        }
    }
}

namespace Samples.SeenLast10.A45
{
    public enum VoiceState { Playing, Looping, Finished }

    /// <summary>Decoded clip on disk; shared by the voices that play it.</summary>
    internal sealed class AudioClip : IDisposable
    {
        private readonly FileStream _samples;

        private AudioClip(string path) => _samples = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);

        public static AudioClip Open(string path) => new(path);

        public string File => _samples.Name;

        public int Read(long position, Span<byte> target) => RandomAccess.Read(_samples.SafeFileHandle, target, position);

        public void Dispose() => _samples.Dispose();
    }

    internal static class ClipLibrary
    {
        private static readonly ConcurrentDictionary<string, AudioClip> s_clips = new(StringComparer.OrdinalIgnoreCase);

        public static string Root { get; set; } = AppContext.BaseDirectory;

        public static AudioClip Get(string name)
            => s_clips.GetOrAdd(name, static (clip, root) => AudioClip.Open(Path.Combine(root, clip + ".pcm")), Root); //! LEAK1005

        /// <summary>Level change: nothing plays.</summary>
        public static void UnloadAll()
        {
            foreach (string name in s_clips.Keys)
                if (s_clips.TryRemove(name, out AudioClip? clip))
                    clip.Dispose();
        }
    }

    /// <summary>A playing sound with its own read-ahead handle.</summary>
    internal sealed class Voice : IDisposable
    {
        private readonly FileStream _ahead;
        private readonly float _gain;

        public Voice(AudioClip clip, float gain, bool loop)
        {
            _ahead = new FileStream(clip.File, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 15);
            _gain = gain;
            State = loop ? VoiceState.Looping : VoiceState.Playing;
        }

        public VoiceState State { get; private set; }

        public void MixInto(Span<float> output)
        {
            Span<byte> raw = stackalloc byte[2];
            foreach (ref float sample in output)
            {
                if (_ahead.ReadAtLeast(raw, 2, throwOnEndOfStream: false) < 2)
                {
                    if (State == VoiceState.Playing)
                    {
                        State = VoiceState.Finished;
                        return;
                    }

                    _ahead.Position = 0;
                    continue;
                }

                sample += BitConverter.ToInt16(raw) / 32768f * _gain;
            }
        }

        public void Dispose() => _ahead.Dispose();
    }

    /// <summary>Used by the audio thread only.</summary>
    public sealed class Mixer : IDisposable
    {
        private readonly float[] _scratch = new float[1024];
        private List<Voice> _voices = [];

        public float Volume
        {
            get;
            set => field = Math.Clamp(value, 0, 1);
        } = 1;

        public void Play(string clip, bool loop = false) => _voices.Add(new Voice(ClipLibrary.Get(clip), Volume, loop));

        public void Preview(string clip, Span<byte> target) => ClipLibrary.Get(clip).Read(0, target);

        public ReadOnlySpan<float> Mix()
        {
            Array.Clear(_scratch);
            foreach (Voice voice in _voices)
                voice.MixInto(_scratch);
            Retire();
            return _scratch;
        }

        private void Retire()
        {
            foreach (Voice finished in _voices.Where(v => v.State == VoiceState.Finished).ToList())
            {
                _voices.Remove(finished);
                finished.Dispose();
            }
        }

        /// <summary>Silence at once, for a cut scene.</summary>
        public void SilenceAll()
        {
            _voices = []; //! LEAK1003
            Array.Clear(_scratch);
        }

        public void Dispose()
        {
            foreach (Voice voice in _voices)
            {
                try
                {
                    voice.Dispose();
                }
                catch (IOException)
                {
                }
            }

            _voices.Clear();
        }
    }
}
