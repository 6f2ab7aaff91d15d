// SPDX-License-Identifier: Apache-2.0
import { useEffect, useState } from "react";

/** The time, in milliseconds since 1970, told anew every second while the page is visible: for "12s ago". */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => {
      if (!document.hidden) {
        setNow(Date.now());
      }
    }, 1000);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}
