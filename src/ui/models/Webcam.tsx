import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useVoice } from '../lab.tsx';
import { Note } from '../parts/Note.tsx';

interface WebcamProps {
  readonly onFrame: (file: Blob) => void;
  readonly onClose: () => void;
}

/** What the camera sees, and single frames of it. The camera is off again when this goes away. */
export function Webcam({ onFrame, onClose }: WebcamProps) {
  const { say } = useVoice();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'opening' | 'on' | 'failed'>('opening');
  useEffect(() => {
    let stream: MediaStream | undefined;
    let over = false;
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    const open = async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: true }); // undefined on plain http
      if (over) return stop();
      video.current!.srcObject = stream;
    };
    open().catch(() => over || setState('failed'));
    return () => {
      over = true;
      stop();
    };
  }, []);
  if (state === 'failed')
    return (
      <Note tone="caution" urgent>
        <p>
          <b>{say('images.cameraFailed')}</b>
        </p>
        <p>{say('images.cameraHttp')}</p>
      </Note>
    );
  return (
    <div className="camera">
      <div className="view">
        <video
          ref={video}
          autoPlay
          muted
          playsInline
          aria-label={say('images.camera')}
          onLoadedData={() => setState('on')} // before the first frame there is nothing to take
        />
        <span className="square" />
      </div>
      <p className="tiny muted">{say('images.cameraAbout')}</p>
      <div className="btns">
        <Button
          className="btn primary"
          isDisabled={state !== 'on'}
          onPress={() => void frameOf(video.current!).then((file) => file && onFrame(file))}
        >
          {say('images.frame')}
        </Button>
        <Button className="btn" onPress={onClose}>
          {say('images.cameraOff')}
        </Button>
      </div>
    </div>
  );
}

/** The square in the middle as a PNG file; null before the first frame is there. */
function frameOf(video: HTMLVideoElement): Promise<Blob | null> {
  const { videoWidth, videoHeight } = video;
  const side = Math.min(videoWidth, videoHeight);
  if (side === 0) return Promise.resolve(null);
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const [x, y] = [(videoWidth - side) / 2, (videoHeight - side) / 2];
  canvas.getContext('2d')!.drawImage(video, x, y, side, side, 0, 0, side, side); // a new canvas has every context
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}
