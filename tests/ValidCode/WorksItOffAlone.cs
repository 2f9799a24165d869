using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

// One loop alone does it: on a thread of its own, from a queue with a bound, or for the owner that made what it changes.
// VBlank is raised by the machine's own emulation thread, and its single subscriber sleeps on purpose: that sleep is what paces the emulation to 60 Hz.
namespace LeakGuard.ValidCode.WorksItOffAlone.EmulationC05
{
    public sealed class Cpu
    {
        private long _cycles;

        public long Cycles => _cycles;

        public ushort ProgramCounter { get; private set; }

        public int Step(byte[] memory)
        {
            byte opcode = memory[ProgramCounter++];
            int cost = opcode switch { 0x00 => 7, 0x4C => 3, >= 0x80 => 4, _ => 2 };
            _cycles += cost;
            return cost;
        }

        public void Reset() => ProgramCounter = 0xC000;
    }

    public sealed class Machine : IDisposable
    {
        private const int CyclesPerFrame = 29780;

        private readonly Cpu _cpu = new();
        private readonly byte[] _memory = new byte[65536];
        private readonly Thread _thread;
        private volatile bool _running = true;

        public Machine()
        {
            _cpu.Reset();
            _thread = new Thread(Emulate) { Name = "6502", IsBackground = true };
        }

        public event EventHandler? VBlank;

        public long Frames { get; private set; }

        public void PowerOn() => _thread.Start();

        private void Emulate()
        {
            int budget = CyclesPerFrame;
            while (_running)
            {
                budget -= _cpu.Step(_memory);
                if (budget > 0)
                    continue;

                budget += CyclesPerFrame;
                Frames++;
                VBlank?.Invoke(this, EventArgs.Empty);
            }
        }

        public void Dispose()
        {
            _running = false;
            if (_thread.IsAlive)
                _thread.Join();
        }
    }

    public sealed class FramePacer
    {
        private static readonly TimeSpan Frame = TimeSpan.FromSeconds(1.0 / 60.0988);

        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private TimeSpan _due;

        public FramePacer(Machine machine) => machine.VBlank += OnVBlank;

        public bool FastForward { get; set; }

        private void OnVBlank(object? sender, EventArgs e)
        {
            if (FastForward)
            {
                _due = _clock.Elapsed;
                return;
            }

            _due += Frame;
            var ahead = _due - _clock.Elapsed;
            if (ahead > TimeSpan.FromMilliseconds(1))
                Thread.Sleep(ahead);
            else if (ahead < -Frame)
                _due = _clock.Elapsed;
        }
    }

    public static class Program
    {
        public static void Run(TimeSpan howLong)
        {
            using var machine = new Machine();
            var pacer = new FramePacer(machine) { FastForward = false };
            machine.PowerOn();
            Console.WriteLine($"running, turbo={pacer.FastForward}");
            Thread.Sleep(howLong);
            Console.WriteLine($"{machine.Frames} frames");
        }
    }
}

// FrameBus raises FrameReceived on a thread that it starts for this one subscription and that does nothing else, so the handler may block.
namespace LeakGuard.ValidCode.WorksItOffAlone.FirmwareB10
{
    public readonly record struct Frame(byte Command, byte[] Data);

    /// <summary>Decouples the receive path from one consumer. Handlers run on the bus's own thread and are allowed to block.</summary>
    public sealed class FrameBus : IDisposable
    {
        private readonly BlockingCollection<Frame> _frames = new BlockingCollection<Frame>(256);
        private readonly Thread _thread;
        private int _dropped;

        public FrameBus(string name)
        {
            _thread = new Thread(Deliver) { IsBackground = true, Name = "frames:" + name };
        }

        public event Action<Frame>? FrameReceived;

        public int Dropped => Volatile.Read(ref _dropped);

        public void Start() => _thread.Start();

        public void Offer(Frame frame)
        {
            if (!_frames.TryAdd(frame)) Interlocked.Increment(ref _dropped);
        }

        private void Deliver()
        {
            foreach (var frame in _frames.GetConsumingEnumerable())
            {
                try { FrameReceived?.Invoke(frame); }
                catch (Exception ex) { Console.Error.WriteLine(ex.Message); }
            }
        }

        public void Dispose()
        {
            _frames.CompleteAdding();
            if (_thread.IsAlive && Thread.CurrentThread != _thread) _thread.Join(TimeSpan.FromSeconds(5));
            _frames.Dispose();
        }
    }

    public sealed class FirmwareUpdater : IDisposable
    {
        private const byte BlockRequest = 0x21;
        private const byte EraseSector = 0x22;

        private readonly FrameBus _bus;
        private readonly NetworkStream _device;
        private readonly byte[] _image;
        private int _sent;

        public FirmwareUpdater(NetworkStream device, byte[] image)
        {
            _device = device;
            _image = image;
            _bus = new FrameBus("firmware");
            _bus.FrameReceived += OnFrame;
            _bus.Start();
        }

        public double Progress => _image.Length == 0 ? 1 : (double)Volatile.Read(ref _sent) / _image.Length;

        public void Receive(Frame frame) => _bus.Offer(frame);

        private void OnFrame(Frame frame)
        {
            switch (frame.Command)
            {
                case EraseSector:
                    // the flash needs its time before it accepts the next block
                    Thread.Sleep(120);
                    break;
                case BlockRequest:
                    SendBlock(BitConverter.ToInt32(frame.Data, 0));
                    break;
            }
        }

        private void SendBlock(int offset)
        {
            if (offset < 0 || offset >= _image.Length) return;
            var count = Math.Min(512, _image.Length - offset);
            _device.WriteAsync(_image, offset, count).Wait();
            Volatile.Write(ref _sent, offset + count);
        }

        public void Dispose()
        {
            _bus.FrameReceived -= OnFrame;
            _bus.Dispose();
        }
    }
}

// Ensure, Unload and Close run on the game-loop thread only (GameLoop is their one caller); the dictionary is concurrent because the network threads read heights.
namespace LeakGuard.ValidCode.WorksItOffAlone.WorldC29
{
    internal sealed class Chunk : IDisposable
    {
        private readonly FileStream _region;
        private readonly byte[] _heights = new byte[256];

        public Chunk(string folder, (int X, int Z) position)
        {
            _region = new FileStream(
                Path.Combine(folder, $"r.{position.X}.{position.Z}.bin"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite);
            try
            {
                _region.ReadAtLeast(_heights, _heights.Length, throwOnEndOfStream: false);
            }
            catch
            {
                _region.Dispose();
                throw;
            }
        }

        public int LastTouched { get; set; }

        public byte HeightAt(int x, int z) => _heights[(z & 15) * 16 + (x & 15)];

        public void Save()
        {
            _region.Position = 0;
            _region.Write(_heights);
        }

        public void Dispose()
        {
            try
            {
                Save();
                _region.Dispose();
            }
            catch (IOException ex)
            {
                Console.Error.WriteLine($"chunk: {ex.Message}");
                _region.SafeFileHandle.Dispose();
            }
        }
    }

    internal sealed class ChunkMap(string folder)
    {
        private readonly ConcurrentDictionary<(int X, int Z), Chunk> _chunks = new();

        public int Loaded => _chunks.Count;

        /// <summary>Any thread.</summary>
        public byte? HeightAt(int x, int z) =>
            _chunks.TryGetValue((x >> 4, z >> 4), out var chunk) ? chunk.HeightAt(x, z) : null;

        public void Ensure((int X, int Z) position, int tick)
        {
            if (!_chunks.TryGetValue(position, out var chunk))
            {
                chunk = new Chunk(folder, position);
                _chunks[position] = chunk;
            }

            chunk.LastTouched = tick;
        }

        public void Unload(int olderThan)
        {
            foreach (var (position, chunk) in _chunks)
            {
                if (chunk.LastTouched < olderThan && _chunks.TryRemove(position, out var gone))
                    gone.Dispose();
            }
        }

        public void Close() => Unload(int.MaxValue);
    }

    public sealed class GameLoop
    {
        private readonly ConcurrentDictionary<int, (int X, int Z)> _players = new();
        private readonly ChunkMap _map;
        private readonly Thread _thread;
        private volatile bool _stopping;

        public GameLoop(string folder)
        {
            _map = new ChunkMap(folder);
            _thread = new Thread(Run) { Name = "game loop" };
            _thread.Start();
        }

        /// <summary>Called by the network threads.</summary>
        public void PlayerMoved(int player, int x, int z) => _players[player] = (x >> 4, z >> 4);

        /// <summary>Called by the network threads.</summary>
        public bool CanStand(int x, int y, int z) => _map.HeightAt(x, z) is { } height && y > height;

        private void Run()
        {
            try
            {
                for (int tick = 0; !_stopping; tick++)
                {
                    foreach (var (x, z) in _players.Values)
                    {
                        for (int dx = -2; dx <= 2; dx++)
                            for (int dz = -2; dz <= 2; dz++)
                                _map.Ensure((x + dx, z + dz), tick);
                    }

                    _map.Unload(olderThan: tick - 1200);
                    Thread.Sleep(50);
                }
            }
            finally
            {
                _map.Close();
            }
        }

        public void Stop()
        {
            _stopping = true;
            _thread.Join();
        }
    }
}
